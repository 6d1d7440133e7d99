/** Starting, pausing, ending and deleting a campaign. What changes something for visitors is asked again. */
import { useState } from 'react';
import type { Answer, Fault } from '../../api/answer.ts';
import type { CampaignAnswer } from '../../api/answers/campaigns.ts';
import { Button, ButtonLink, Inline, Modal, Stack, Text } from '../../ui/ui.ts';
import { type Fields, toDraft, writeAt } from '../../view-models/campaigns-document.ts';
import type { Standing } from '../../view-models/campaigns-list.ts';
import { CAMPAIGN_ACTS } from '../../words/campaigns-acts.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';

type Act = 'start' | 'pause' | 'end' | 'remove';

const OFFERED: Readonly<Record<Standing, readonly Act[]>> = {
  draft: ['start', 'remove'],
  live: ['pause', 'end'],
  paused: ['start', 'end', 'remove'],
  scheduled: ['pause', 'remove'],
  ended: ['start', 'remove'],
};

type ActsProps = {
  readonly campaign: CampaignAnswer;
  readonly standing: Standing;
  readonly onChange: () => void;
};

export function CampaignActs({ campaign, standing, onChange }: ActsProps) {
  const { go, hrefOf, notify } = useConsole();
  const { acts: words } = useWords(CAMPAIGN_ACTS);
  const [asked, setAsked] = useState<Act | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const act = useAct(campaign);
  const close = (): void => {
    setAsked(null);
    setFault(null);
  };
  const run = async (wanted: Act): Promise<void> => {
    setIsBusy(true);
    const done = await act(wanted);
    setIsBusy(false);
    if (!done.ok) {
      setAsked(wanted);
      return setFault(done.fault);
    }
    close();
    notify({ start: words.started, pause: words.paused, end: words.ended, remove: words.removed }[wanted]);
    if (wanted === 'remove') go(hrefOf('campaigns'));
    else onChange();
  };
  const labelOf = (wanted: Act): string =>
    wanted === 'start' && standing !== 'draft' ? words.resume : words[wanted];
  return (
    <>
      {OFFERED[standing].map((wanted) => (
        <Button
          key={wanted}
          isPrimary={wanted === 'start'}
          isBusy={isBusy}
          onPress={() => (wanted === 'pause' ? void run(wanted) : setAsked(wanted))}
        >
          {labelOf(wanted)}
        </Button>
      ))}
      <Question {...{ asked, campaign, fault, isBusy }} onClose={close} onSay={(said) => void run(said)} />
    </>
  );
}

/** Ended is what takes nobody in from now on; what is under way ends with it, and the report stays. */
function useAct({ key }: CampaignAnswer): (act: Act) => Promise<Answer<unknown>> {
  const { api } = useConsole();
  const path = `/v1/campaigns/${encodeURIComponent(key)}`;
  return async (act) => {
    if (act === 'remove') return api.send('DELETE', path);
    // As it is now: somebody may have edited it meanwhile.
    const kept = await api.get<Fields>(path);
    if (!kept.ok) return kept;
    const draft = toDraft(kept.value);
    if (act === 'pause') return api.send('PUT', path, { ...draft, state: 'paused' });
    if (act === 'end')
      // Paused as well: the clock of this machine may be ahead of the server's.
      return api.send('PUT', path, { ...draft, state: 'paused', ends: new Date().toISOString() });
    const isOver = typeof draft.ends === 'string' && Date.parse(draft.ends) <= Date.now();
    const open = isOver ? writeAt(draft, ['ends'], undefined) : draft;
    return api.send('PUT', path, writeAt(open, ['state'], 'live'));
  };
}

type QuestionProps = {
  readonly asked: Act | null;
  readonly campaign: CampaignAnswer;
  readonly fault: Fault | null;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onSay: (act: Act) => void;
};

function Question({ asked, campaign, fault, isBusy, onClose, onSay }: QuestionProps) {
  const { hrefOf } = useConsole();
  const { acts: words } = useWords(CAMPAIGN_ACTS);
  const shell = useWords(SHELL);
  const { key, name } = campaign;
  const texts = {
    start: [words.startTitle(name), words.startText, words.start],
    end: [words.endTitle(name), words.endText, words.end],
    remove: [words.removeTitle(name), words.removeText, words.remove],
    pause: [words.pause, '', words.pause],
  } as const;
  const [title, text, label] = texts[asked ?? 'pause'];
  return (
    <Modal
      title={fault === null ? title : words.refused}
      isOpen={asked !== null}
      onClose={onClose}
      closeLabel={shell.cancel}
      {...(fault === null && { offer: { label, isBusy, onPress: () => asked !== null && onSay(asked) } })}
    >
      {fault === null ? (
        <Text>{text}</Text>
      ) : (
        <Stack>
          <FaultText fault={fault} look="bad" />
          <Inline>
            <ButtonLink href={hrefOf('campaigns', key, 'edit')}>{words.fill}</ButtonLink>
          </Inline>
        </Stack>
      )}
    </Modal>
  );
}
