// Judges the files of a folder with implementations that aren't ours, and prints a line of JSON for each.
//   node verify.mjs FOLDER   (packages are looked up from VOLET_INTEROP, the folder where package.json was installed)
// FOLDER holds `world.json` (address → document: contexts, DID documents, status lists; nothing else can be reached) and
// `cases.json` (a list of {name, file, form}). Images are taken apart here, by code written from the specification.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const folder = process.argv[2];
const home = join(process.env.VOLET_INTEROP ?? '.', 'package.json');
const require = createRequire(home);
const load = async name => import(pathToFileURL(require.resolve(name)).href);

const bazaar = await load('@digitalbazaar/vc');
const credentials = await load('@digitalcredentials/vc');
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const Multikey = await load('@digitalbazaar/ed25519-multikey');
const lists = await load('@digitalbazaar/vc-bitstring-status-list');
const jose = await load('jose');

const world = JSON.parse(readFileSync(join(folder, 'world.json'), 'utf8'));
const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
globalThis.fetch = async url => { throw new Error(`nothing is fetched: ${url}`); };

function didOf(url) {
  const did = url.split('#')[0];
  if(!did.startsWith('did:key:')) {
    return world[did];
  }
  const key = did.slice('did:key:'.length);
  const method = {id: `${did}#${key}`, type: 'Multikey', controller: did, publicKeyMultibase: key};
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did, verificationMethod: [method], assertionMethod: [method.id]
  };
}

async function documentLoader(url) {
  const whole = url.startsWith('did:') ? didOf(url) : world[url];
  if(!whole) {
    throw new Error(`not in this world: ${url}`);
  }
  const method = url.includes('#') && whole.verificationMethod?.find(entry => entry.id === url);
  const document = method ? {'@context': 'https://w3id.org/security/multikey/v1', ...method} : whole;
  return {contextUrl: null, documentUrl: url, document};
}

const suite = () => new DataIntegrityProof({cryptosuite});

async function checkStatus({credential}) {
  const entries = [credential.credentialStatus ?? []].flat();
  for(const entry of entries) {
    const list = world[entry.statusListCredential];
    const checked = await bazaar.verifyCredential({credential: list, suite: suite(), documentLoader});
    if(!checked.verified) {
      return {verified: false, error: new Error('the list does not verify')};
    }
    const bits = await lists.decodeList({encodedList: list.credentialSubject.encodedList});
    if(bits.getStatus(Number(entry.statusListIndex))) {
      return {verified: false, error: new Error(`${entry.statusPurpose}: the bit is set`)};
    }
  }
  return {verified: true};
}

const problem = result => {
  const deepest = error => error?.errors?.[0] ? deepest(error.errors[0]) : error?.cause ?? error;
  return String(deepest(result.error)?.message ?? result.error ?? 'refused').slice(0, 200);
};

async function judgeDocument(text) {
  const credential = JSON.parse(text);
  for(const [name, vc] of [['@digitalbazaar/vc', bazaar], ['@digitalcredentials/vc', credentials]]) {
    const result = await vc.verifyCredential({
      credential: structuredClone(credential), suite: suite(), documentLoader, checkStatus
    });
    if(!result.verified) {
      return `${name}: ${problem(result)}`;
    }
  }
  return '';
}

async function judgeToken(token) {
  const {kid} = jose.decodeProtectedHeader(token);
  const did = didOf(kid);
  const method = did.assertionMethod.includes(kid) && did.verificationMethod.find(entry => entry.id === kid);
  const {publicKey} = await (await Multikey.from(method)).export({publicKey: true, raw: true});
  const x = Buffer.from(publicKey).toString('base64url');
  const key = await jose.importJWK({kty: 'OKP', crv: 'Ed25519', x}, 'EdDSA');
  const {payload} = await jose.jwtVerify(token, key, {issuer: did.id, algorithms: ['EdDSA']});
  // Open Badges 3.0, §8.2.4: what a verifier compares.
  const same = payload.iss === (payload.issuer.id ?? payload.issuer) && payload.jti === payload.id &&
    payload.sub === payload.credentialSubject.id && payload.nbf === Math.floor(Date.parse(payload.validFrom) / 1000) &&
    (payload.validUntil === undefined || payload.exp === Math.floor(Date.parse(payload.validUntil) / 1000));
  return same ? '' : 'jose: the claims contradict the credential';
}

function fromPng(data) {
  const found = [];
  for(let place = 8; place < data.length;) {
    const size = data.readUInt32BE(place);
    const body = data.subarray(place + 8, place + 8 + size);
    if(data.toString('latin1', place + 4, place + 8) === 'iTXt' && body.toString('latin1').startsWith('openbadgecredential\0')) {
      found.push(body.subarray('openbadgecredential'.length + 5).toString('utf8'));
    }
    place += 12 + size;
  }
  if(found.length !== 1) {
    throw new Error('not exactly one credential');
  }
  return found[0];
}

function fromSvg(text) {
  const token = text.match(/<svg[^>]*>\s*<openbadges:credential verify="([^"]+)"/);
  const inside = text.match(/<svg[^>]*>\s*<openbadges:credential><!\[CDATA\[([\s\S]*?)\]\]><\/openbadges:credential>/);
  return token ? token[1] : inside[1];
}

function contentOf({file, form}) {
  const data = readFileSync(join(folder, file));
  const readers = {png: fromPng, svg: svg => fromSvg(svg.toString('utf8'))};
  return (readers[form] ?? (plain => plain.toString('utf8')))(data);
}

for(const {name, file, form} of cases) {
  let reason;
  try {
    const text = contentOf({file, form}).trim();
    reason = await (text.startsWith('{') ? judgeDocument(text) : judgeToken(text));
  } catch(error) {
    reason = String(error?.message ?? error).slice(0, 200) || 'refused';
  }
  console.log(JSON.stringify({name, accepted: reason === '', reason}));
}
