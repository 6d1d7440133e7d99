/** Segments: all of them, one of them, one in the making. */
import { lazy, Suspense } from 'react';
import { Card, Skeleton } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useWords } from './console.ts';
import { SegmentList } from './segments/list.tsx';
import { OneSegment } from './segments/one.tsx';
import { EDIT, NEW, TEMPLATES, WORDS } from './segments/places.ts';

const NewSegment = lazy(() => import('./segments/new.tsx'));
const SaidSegment = lazy(() => import('./segments/said.tsx'));
const EditSegment = lazy(() => import('./segments/edit.tsx'));
const Shelf = lazy(() => import('./segments/shelf.tsx'));

export default function SegmentsPage() {
  const { rest } = useConsole();
  return (
    <Suspense fallback={<Waiting />}>
      <Place rest={rest} />
    </Suspense>
  );
}

function Place({ rest: [first, second, third] }: { readonly rest: readonly string[] }) {
  if (first === undefined) return <SegmentList />;
  if (first === TEMPLATES) return <Shelf />;
  if (first === NEW && second === WORDS && third !== undefined)
    return <SaidSegment key={third} said={third} />;
  if (first === NEW) return <NewSegment key={second} template={second ?? null} />;
  return second === EDIT ? (
    <EditSegment key={first} segment={first} />
  ) : (
    <OneSegment key={first} segment={first} />
  );
}

function Waiting() {
  const { loading } = useWords(SHELL);
  return (
    <Card>
      <Skeleton lines={8} label={loading} />
    </Card>
  );
}
