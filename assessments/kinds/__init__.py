"""Kinds of this room: `quiz` is a kind of activity of courses, `items` are the kinds of questions."""
