/**
 * The metric that GarbageDay's alarm on failed launches needs: free of charge, but collected only for groups that
 * enable it.
 */
export const groupMetrics: Pick<aws.autoscaling.GroupArgs, 'enabledMetrics' | 'metricsGranularity'> = {
  enabledMetrics: ['GroupInServiceInstances'],
  metricsGranularity: '1Minute',
};
