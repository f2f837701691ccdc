/** `garbageday/sst`: Garbage Day as a component of any SST app. */
export type * from '@garbageday/sst/arguments.ts';
export { type ChaosTag, chaosInstanceTags, chaosTags } from '@garbageday/sst/chaos-tags.ts';
export { GarbageDay } from '@garbageday/sst/garbage-day.ts';
