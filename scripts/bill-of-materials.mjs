// What is bundled, as a CycloneDX bill of materials: npm's own, less what only builds and tests; and the bases.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmEnvironment } from './npm.mjs';

/** Writes the bill of the packages in these folders of node_modules. */
export function writeBillOfMaterials(folders, file) {
  const bundled = new Set(folders.map(referenceOf));
  const { serialNumber: _, metadata, components, dependencies, ...bill } = askNpm();
  const { name, version, license } = manifestOf('.');
  const { 'bom-ref': self, purl } = metadata.component;
  const kept = components.filter((component) => bundled.has(component['bom-ref']));
  const missing = [...bundled].filter((each) => !kept.some((component) => component['bom-ref'] === each));
  if (missing.length > 0) throw new Error(`npm's bill of materials lacks ${missing.join(', ')}`);
  // Neither time nor a random number: the same sources give the same file.
  const whole = {
    ...bill,
    metadata: {
      component: { 'bom-ref': self, type: 'application', name, version, purl, licenses: licences(license) },
    },
    components: [
      // To npm they are for development; here they are the product.
      ...kept.map(({ properties: _, ...component }) => ({ ...component, scope: 'required' })),
      ...bases(),
    ],
    dependencies: dependencies
      .filter(({ ref }) => ref === self || bundled.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => bundled.has(each)) })),
  };
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
}

function askNpm() {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'],
    {
      encoding: 'utf8',
      env: npmEnvironment(),
      maxBuffer: 2 ** 26,
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) throw new Error(`npm can't list what is bundled: ${stderr}`);
  return JSON.parse(stdout);
}

function bases() {
  return readdirSync('bases')
    .filter((file) => file.endsWith('.inkling'))
    .map((file) => ({
      'bom-ref': `bases/${file}`,
      type: 'machine-learning-model',
      name: `bases/${file}`,
      version: manifestOf('.').version,
      hashes: [
        {
          alg: 'SHA-256',
          content: createHash('sha256')
            .update(readFileSync(join('bases', file)))
            .digest('hex'),
        },
      ],
      licenses: licences(manifestOf('.').license),
    }));
}

function licences(id) {
  return [{ license: { id } }];
}

function referenceOf(folder) {
  const { name, version } = manifestOf(folder);
  return `${name}@${version}`;
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
