/** moto's Python environment. */
import { pythonOf } from './python-environment.ts';

/** Of moto's server extra only what the adapters use: the whole is three times as large. */
const packages = [
  'moto[autoscaling,cloudwatch,ec2,elb,elbv2,events,scheduler,sns,sqs,ssm]==5.2.5',
  'flask==3.1.3',
  'flask-cors==6.0.5',
];

export function motoPython(): Promise<string> {
  return pythonOf({ emulator: 'moto', version: '5.2.5', packages, suite: 'test:aws' });
}
