/** The pages, each in a file of its own that comes when it is gone to. */
import { type ComponentType, lazy } from 'react';
import type { PageName } from './places.ts';

export const CONTENTS: Readonly<Record<PageName, ComponentType>> = {
  segments: lazy(() => import('./segments.tsx')),
};
