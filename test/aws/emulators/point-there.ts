/** Runs before each test file: the SDK finds the emulators as it would find AWS, by its environment alone. */
import { beforeAll, inject } from 'vitest';
import { forgetEverything } from './forget-everything.ts';

process.env['AWS_ENDPOINT_URL'] = inject('awsEndpoint');
process.env['AWS_REGION'] = 'eu-central-1';
process.env['AWS_ACCESS_KEY_ID'] = 'testing';
process.env['AWS_SECRET_ACCESS_KEY'] = 'testing';

beforeAll(forgetEverything);
