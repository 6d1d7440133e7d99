/** What comes from Segment by its webhooks, and what goes back to it. */
import { useCallback } from 'react';
import type { WriteBackAnswer } from '../../api/answers/outgoing.ts';
import { askBoth } from '../../api/both.ts';
import { useLive } from '../../ui/live.ts';
import { useConsole } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { DOOR_PATH, type DoorAnswer, SegmentDoor } from './segment-door.tsx';
import { WRITE_BACK_PATH, WriteBack } from './write-back.tsx';

export function SegmentPart() {
  const { api } = useConsole();
  const ask = useCallback(
    () => askBoth(api.get<DoorAnswer>(DOOR_PATH), api.get<WriteBackAnswer>(WRITE_BACK_PATH)),
    [api],
  );
  const live = useLive(ask, null);
  return (
    <Loaded live={live}>
      {([door, state]) => (
        <>
          <SegmentDoor isOpen={door.state === 'on'} onChanged={live.look} />
          <WriteBack key={state.state} state={state} onChanged={live.look} />
        </>
      )}
    </Loaded>
  );
}
