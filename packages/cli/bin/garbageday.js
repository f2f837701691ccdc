#!/usr/bin/env node
// The command by itself: it has no service of its own to play a game day with.
import { launch } from './launch.js';

await launch(import.meta.url, () => import('../src/main.ts'));
