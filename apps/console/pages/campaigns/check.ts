/** Has the server read a draft after each pause in the writing. */
import { useEffect, useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { Draft } from '../../view-models/campaigns-document.ts';
import { useConsole } from '../console.ts';

/** Short enough for what it says to come while somebody still expects the page to change. */
const PAUSE_MS = 200;

export function useCheck(draft: Draft) {
  const { api } = useConsole();
  const [fault, setFault] = useState<Fault | null>(null);
  const [isRead, setIsRead] = useState(false);
  useEffect(() => {
    let isLatest = true;
    const timer = setTimeout(async () => {
      const answer = await api.send('POST', '/v1/campaigns/check', draft);
      if (!isLatest) return;
      setFault(answer.ok ? null : answer.fault);
      setIsRead(answer.ok);
    }, PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [api, draft]);
  return { fault, setFault, isRead };
}
