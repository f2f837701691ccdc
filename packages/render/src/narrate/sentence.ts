/** One sentence of the event log, and how serious it is. */
export type Sentence = {
  readonly tone: 'info' | 'kill' | 'good' | 'bad' | 'refused';
  readonly text: string;
};
