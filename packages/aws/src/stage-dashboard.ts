/** The stage's dashboard, and the marks on it. */
import { type CloudWatchClient, GetDashboardCommand, PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { calling } from './aws-error.ts';
import { type DashboardMark, withMarks } from './dashboard-marks.ts';
import { recognize } from './recognize-error.ts';

export type StageDashboard = {
  /** Null: these marks, and no others of ours, are on every chart over time. A text: why they are on none. Throws an AwsError. */
  readonly show: (marks: readonly DashboardMark[]) => Promise<string | null>;
};

export type DashboardOptions = { readonly cloudWatch: CloudWatchClient; readonly name: string };

/**
 * Nothing is written if nothing changes. CloudWatch knows no conditional put: what a person saves between the two calls, a moment apart,
 * is overwritten.
 */
export function stageDashboard({ cloudWatch, name }: DashboardOptions): StageDashboard {
  return {
    show: (marks) =>
      calling(`marking the dashboard ${name}`, async () => {
        const found = await bodyOf(cloudWatch, name);
        if (found === null) return `there is no dashboard ${name}`;
        const { charts, body } = withMarks(found, marks);
        if (charts === 0) return `the dashboard ${name} has no chart over time`;
        if (body !== null)
          await cloudWatch.send(new PutDashboardCommand({ DashboardName: name, DashboardBody: body }));
        return null;
      }),
  };
}

/** `null`: a person has deleted it. */
async function bodyOf(cloudWatch: CloudWatchClient, name: string): Promise<string | null> {
  try {
    const { DashboardBody = '' } = await cloudWatch.send(new GetDashboardCommand({ DashboardName: name }));
    return DashboardBody;
  } catch (error) {
    if (recognize(error)?.code === 'not-deployed') return null;
    throw error;
  }
}
