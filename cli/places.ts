import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));
/** The SOPs and libraries that ship. */
export const shippedSops = join(projectRoot, 'sops');
/** Where `npm start` writes the address and key of the server it started. */
export const demoFile = join(projectRoot, '.aftercare', 'demo.json');
