#!/usr/bin/env node
// The command by itself, without a built-in service to play a game day with.
import { launch } from './launch.js';

await launch(import.meta.url, () => import('../src/main.ts'));
