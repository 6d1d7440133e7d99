import { describe, expect, it } from 'vitest';
import {
  type AppendTerms,
  appendPost,
  appendReport,
  type Post,
  type Report,
  type SessionFile,
} from '../../../core/local/appending.ts';
import { bytesOf } from '../../../core/local/thinning.ts';
import cases from '../../cases/session-state.json' with { type: 'json' };

type Step = {
  readonly post?: Post;
  readonly go?: readonly string[];
  readonly report?: Report;
  readonly now?: number;
  readonly file?: SessionFile;
};

type Case = {
  readonly name: string;
  readonly unit: string;
  readonly terms?: AppendTerms;
  readonly steps: readonly Step[];
};

describe('the session state that a site without a server keeps', () => {
  it.each(cases.cases as unknown as readonly Case[])(
    '$name',
    ({ unit, steps, terms = cases.terms as unknown as AppendTerms }) => {
      let file: SessionFile | null = null;
      for (const step of steps) {
        if (step.post !== undefined) {
          const appended = appendPost(file, unit, step.post, terms);
          expect(appended.go).toEqual(step.go);
          file = appended.file;
        } else if (step.report !== undefined && file !== null) {
          file = appendReport(file, step.report, step.now ?? 0);
        }
        if (step.file !== undefined) expect(file).toEqual(step.file);
        expect(bytesOf(file?.st)).toBeLessThanOrEqual(2_048);
      }
    },
  );
});
