/** The first steps of a site, on top of its overview until they are done or put away. */
import { lazy, type ReactNode, Suspense, useCallback } from 'react';
import type { FirstRunAnswer } from '../../api/answers/first-run.ts';
import { useLive } from '../../ui/live.ts';
import { Card, Skeleton, Stack } from '../../ui/ui.ts';
import { shownFacts } from '../../view-models/first-run-stage.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useWords } from '../console.ts';

const EVERY_MS = 60_000;

const Steps = lazy(() => import('./steps.tsx'));

type FirstRunProps = { readonly children: ReactNode };

/**
 * Around what the page shows: that is asked for at the same time, and drawn once it is known what stands above it, so that
 * nothing moves. In a sample there is nothing to begin.
 *
 * @example <FirstRun><Figures /></FirstRun>
 */
export function FirstRun({ children }: FirstRunProps) {
  const { site } = useConsole();
  return site.isSample === true ? children : <Above>{children}</Above>;
}

function Above({ children }: FirstRunProps) {
  const { api } = useConsole();
  const ask = useCallback(() => api.get<FirstRunAnswer>('/v1/first-run'), [api]);
  const live = useLive(ask, EVERY_MS);
  const isKnown = live.value !== null || live.fault !== null;
  const facts = live.value === null ? null : shownFacts(live.value);
  return (
    <>
      {!isKnown && <Waiting />}
      <Suspense fallback={<Waiting />}>
        {facts !== null && <Steps facts={facts} live={live} />}
        <div hidden={!isKnown}>
          <Stack gap="wide">{children}</Stack>
        </div>
      </Suspense>
    </>
  );
}

function Waiting() {
  const shell = useWords(SHELL);
  return (
    <Card>
      <Skeleton lines={8} label={shell.loading} />
    </Card>
  );
}
