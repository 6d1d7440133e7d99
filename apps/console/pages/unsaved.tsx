/** What is changed and not saved: by a link, the menu, the way back or a closed window it is lost only by somebody who wants it so. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Modal, Text } from '../ui/ui.ts';
import { createGuard, type Guard } from '../view-models/unsaved.ts';
import { SHELL } from '../words/shell.ts';
import { wordsOf } from '../words/words.ts';
import { useConsole } from './console.ts';

/**
 * Of a form: as long as something of it is not saved, whoever leaves is asked first.
 *
 * @returns Says that it is saved, where the page is left before it is drawn again.
 * @example const release = useUnsaved(text !== saved)
 */
export function useUnsaved(isUnsaved: boolean): () => void {
  const { hold } = useConsole();
  const release = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (!isUnsaved) return undefined;
    release.current = hold();
    return () => release.current();
  }, [hold, isUnsaved]);
  return useCallback(() => release.current(), []);
}

/** The browser asks, in its own words. */
const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Of the shell. */
export function useGuard(): { readonly guard: Guard; readonly isAsking: boolean } {
  const [isAsking, setIsAsking] = useState(false);
  const guard = useMemo(
    () =>
      createGuard({
        onAsk: setIsAsking,
        onHeld: (isHeld) => {
          if (isHeld) addEventListener('beforeunload', warn);
          else removeEventListener('beforeunload', warn);
        },
      }),
    [],
  );
  return { guard, isAsking };
}

type LeaveModalProps = ReturnType<typeof useGuard> & { readonly locale: string };

/** Drawn before the page: what it gives the focus back to, the page that is gone to takes it from. */
export function LeaveModal({ guard, isAsking, locale }: LeaveModalProps) {
  const { unsaved: words } = wordsOf(SHELL, locale);
  return (
    <Modal
      title={words.title}
      isOpen={isAsking}
      onClose={() => guard.answer(false)}
      closeLabel={words.stay}
      offer={{ label: words.leave, onPress: () => guard.answer(true) }}
    >
      <Text>{words.text}</Text>
    </Modal>
  );
}
