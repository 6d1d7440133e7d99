/** The pages, each in a file of its own that comes when it is gone to. */
import { type ComponentType, lazy } from 'react';
import type { PageName } from './places.ts';

export const CONTENTS: Readonly<Record<PageName, ComponentType>> = {
  overview: lazy(() => import('./overview.tsx')),
  live: lazy(() => import('./live.tsx')),
  segments: lazy(() => import('./segments.tsx')),
  campaigns: lazy(() => import('./campaigns.tsx')),
  intent: lazy(() => import('./intent.tsx')),
  journeys: lazy(() => import('./journeys.tsx')),
  customers: lazy(() => import('./customers.tsx')),
  privacy: lazy(() => import('./privacy.tsx')),
  events: lazy(() => import('./events.tsx')),
  install: lazy(() => import('./install.tsx')),
  settings: lazy(() => import('./settings.tsx')),
};
