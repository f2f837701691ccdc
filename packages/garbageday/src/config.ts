/** `garbageday/config`: what a garbageday.config.ts imports. */
export type * from '@garbageday/config/annotations-input.ts';
export type * from '@garbageday/config/configuration-input.ts';
export { defineConfig } from '@garbageday/config/define-config.ts';
export type * from '@garbageday/config/group-input.ts';
export type * from '@garbageday/config/journey-input.ts';
