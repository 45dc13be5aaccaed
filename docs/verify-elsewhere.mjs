// Verifies evidence with sigstore's own verifier and nothing of ours: the signature of the DSSE envelope, the inclusion
// of the record in the log, the signature of the log's checkpoint.
//
//   npm install @sigstore/verify@3 @sigstore/bundle@4
//   node verify-elsewhere.mjs evidence.dsse.json key.pem [show.json]
//
// key.pem is what `keys --format pem` prints; show.json is what `audit show RUN --format json` prints.
import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'index.js'));
const { bundleFromJSON } = require('@sigstore/bundle');
const { Verifier, toSignedEntity, toTrustMaterial } = require('@sigstore/verify');
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/tlog/merkle.js');
const { verifyCheckpoint } = require('@sigstore/verify/dist/tlog/checkpoint.js');

const [envelopeFile, keyFile, showFile] = process.argv.slice(2);
if (!keyFile) {
  console.error('usage: node verify-elsewhere.mjs evidence.dsse.json key.pem [show.json]');
  process.exit(1);
}

// What is cut or is something else ends here, and not somewhere below.
function reading(file, read) {
  try {
    return read(readFileSync(file));
  } catch (e) {
    console.log(`FAILED  ${file} cannot be read: ${e.message}`);
    process.exit(3);
  }
}

const [bytes, envelope, hint] = reading(envelopeFile, (b) => {
  const json = JSON.parse(b);
  return [b, json, json.signatures[0].keyid];
});
const publicKey = reading(keyFile, createPublicKey);
const spki = publicKey.export({ format: 'der', type: 'spki' });
const raw = spki.subarray(-32);

function check(what, verify) {
  try {
    verify();
    console.log(`ok      ${what}`);
  } catch (e) {
    console.log(`FAILED  ${what}: ${e.message}`);
    process.exitCode = 3;
  }
}

check(`signature over the envelope by key ${hint}`, () => {
  const bundle = bundleFromJSON({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint }, tlogEntries: [] },
    dsseEnvelope: envelope,
  });
  const none = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
  const trust = toTrustMaterial(none, { [hint]: { rawBytes: spki } });
  new Verifier(trust, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 }).verify(toSignedEntity(bundle));
});

if (showFile) {
  const [proof, origin] = reading(showFile, (b) => {
    const json = JSON.parse(b);
    return [json.proof, json.proof.checkpoint.split('\n')[0]];
  });
  // c2sp.org/signed-note: the key's id under a name is the beginning of a hash over both.
  const keyId = createHash('sha256').update(`${origin}\n\x01`).update(raw).digest().subarray(0, 4);
  const entry = {
    canonicalizedBody: Buffer.from(bytes.toString('utf8').trimEnd()),
    inclusionProof: {
      logIndex: String(proof.record),
      hashes: (proof.inclusion ?? []).map((hash) => Buffer.from(hash.replace('sha256:', ''), 'hex')),
      checkpoint: { envelope: proof.checkpoint },
    },
  };
  let checkpoint;
  check(`signature over the checkpoint of ${origin}`, () => {
    checkpoint = verifyCheckpoint(entry, [{ baseURL: origin, logID: keyId, publicKey }]);
  });
  if (checkpoint) {
    check(`record ${proof.record} is in the log of ${checkpoint.logSize} records`, () =>
      verifyMerkleInclusion(entry, checkpoint),
    );
  }
}
