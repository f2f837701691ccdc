/** How servers come to a new image or a new bundle, and back. */
import { ofType, pick, type Stage } from '../harness/stage.ts';

/** Templates whose image is another tomorrow: one that EC2 looks up at each launch, or each deployment anew. */
export function imagesOfTheDay(stage: Stage, pinned: string | null): readonly string[] {
  return ofType(stage, 'aws:ec2/launchTemplate:LaunchTemplate')
    .filter((template) => {
      const image = String(pick(template, 'imageId'));
      const isKept = image === pinned || template.options.ignoreChanges.includes('imageId');
      return !/^ami-[0-9a-f]+$/.test(image) || !isKept;
    })
    .map(({ name }) => name);
}

/** Groups that would run a broken template for good. */
export function withoutWayBack(stage: Stage): readonly string[] {
  return ofType(stage, 'aws:autoscaling/group:Group').flatMap((group) => {
    const isNumbered = /^\d+$/.test(String(pick(group, 'launchTemplate.version')));
    const isLeftToUs = group.options.ignoreChanges.includes('launchTemplate');
    // terraform-provider-aws #34189: the provider writes the new template first, and rolls back to that.
    if (pick(group, 'instanceRefresh') !== undefined)
      return [`${group.name}: the provider's refresh rolls back to the new template`];
    return isNumbered && !isLeftToUs ? [`${group.name}: gets a new template without a rollout`] : [];
  });
}
