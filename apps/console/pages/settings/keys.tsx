/** Keys of the site: new ones, shown once; and ending every session. */
import { useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { RotatedAnswer } from '../../api/answers/site.ts';
import { CopyText } from '../../ui/copy.tsx';
import { Banner, Button, Card, Modal, Select, Stack, Text } from '../../ui/ui.ts';
import {
  KEY_CHOICES,
  type KeyChoice,
  OVERLAP_CHOICES,
  type Overlap,
  viewRotated,
  writeRotation,
} from '../../view-models/keys.ts';
import { SETTINGS } from '../../words/settings.ts';
import { SHELL } from '../../words/shell.ts';
import { type OwnSigning, useConsole, useFormat, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';

export function KeysPart() {
  const { signing } = useConsole();
  return (
    <>
      {signing !== null && <Everywhere signing={signing} />}
      {/* Last: what comes of it has room below, and moves nothing. */}
      <Rotation />
    </>
  );
}

type Made = { readonly answer: RotatedAnswer; readonly isSignedIn: boolean };

/** Makes new keys, and goes on with the new secret key, so that nobody is thrown out when the old one ends. */
function useRotation() {
  const { api, site, signing } = useConsole();
  const [made, setMade] = useState<Made | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const rotate = async (kind: KeyChoice, overlap: Overlap): Promise<void> => {
    setIsBusy(true);
    const path = `/v1/sites/${encodeURIComponent(site.siteId)}/rotate-keys`;
    const answer = await api.send<RotatedAnswer>('POST', path, writeRotation(kind, overlap));
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) {
      const { secretKey } = answer.value;
      const renewed = secretKey === undefined ? null : await signing?.renew(secretKey);
      setMade({ answer: answer.value, isSignedIn: renewed?.ok === true });
    }
    setIsBusy(false);
  };
  return { made, fault, isBusy, rotate };
}

function Rotation() {
  const shell = useWords(SHELL);
  const { keys: words } = useWords(SETTINGS);
  const [kind, setKind] = useState<KeyChoice>('both');
  const [overlap, setOverlap] = useState<Overlap>('usual');
  const [isAsking, setIsAsking] = useState(false);
  const { made, fault, isBusy, rotate } = useRotation();
  const go = (): void => {
    setIsAsking(false);
    void rotate(kind, overlap);
  };
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.text}</Text>
      <Select
        label={words.kind}
        value={kind}
        options={KEY_CHOICES.map((value) => ({ value, label: words.kinds[value] }))}
        onChange={(value) => setKind(KEY_CHOICES.find((known) => known === value) ?? 'both')}
      />
      <Select
        label={words.overlap}
        value={overlap}
        options={OVERLAP_CHOICES.map((value) => ({ value, label: words.overlaps[value] }))}
        onChange={(value) => setOverlap(OVERLAP_CHOICES.find((known) => known === value) ?? 'usual')}
      />
      <div>
        <Button isBusy={isBusy} onPress={() => setIsAsking(true)}>
          {words.rotate}
        </Button>
      </div>
      <div role="status">
        {fault !== null && <FaultText fault={fault} look="bad" />}
        {made !== null && <NewKeys made={made} />}
      </div>
      <Modal
        title={words.ask}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        closeLabel={shell.cancel}
        offer={{ label: words.rotate, onPress: go }}
      >
        <Stack gap="wide">
          <Text>{overlap === 'now' ? words.goesNow : words.goes}</Text>
          {kind !== 'secret' && <Text>{words.pages}</Text>}
          <Text>{words.stays}</Text>
        </Stack>
      </Modal>
    </Card>
  );
}

function NewKeys({ made: { answer, isSignedIn } }: { readonly made: Made }) {
  const { notify } = useConsole();
  const shared = useWords(SETTINGS);
  const { keys: words } = shared;
  const format = useFormat();
  const { keys, old } = viewRotated(answer, words, format);
  return (
    <Stack gap="wide">
      <Banner tone="warning" title={words.shown}>
        <Text>{words.shownText}</Text>
      </Banner>
      {keys.map(({ key, label, text }) => (
        <Stack key={key}>
          <Text look="strong">{label}</Text>
          <CopyText
            label={label}
            text={text}
            copy={shared.copy}
            onCopied={(isCopied) => notify(isCopied ? shared.copied : shared.marked)}
          />
        </Stack>
      ))}
      {old.length === 0 ? <Text>{words.oldNone}</Text> : old.map((line) => <Text key={line}>{line}</Text>)}
      {answer.secretKey !== undefined && <Text>{isSignedIn ? words.signedIn : words.notSignedIn}</Text>}
    </Stack>
  );
}

function Everywhere({ signing }: { readonly signing: OwnSigning }) {
  const shell = useWords(SHELL);
  const { keys: words } = useWords(SETTINGS);
  const [isAsking, setIsAsking] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const end = async (): Promise<void> => {
    setIsAsking(false);
    const answer = await signing.endEverywhere();
    if (!answer.ok) setFault(answer.fault);
  };
  return (
    <Card title={words.everywhere}>
      <Text look="quiet">{words.everywhereText}</Text>
      <div>
        <Button onPress={() => setIsAsking(true)}>{words.everywhereDo}</Button>
      </div>
      <div role="status">{fault !== null && <FaultText fault={fault} look="bad" />}</div>
      <Modal
        title={words.everywhereAsk}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        closeLabel={shell.cancel}
        offer={{ label: words.everywhereDo, onPress: () => void end() }}
      >
        <Stack gap="wide">
          <Text>{words.everywhereGoes}</Text>
          <Text>{words.everywhereStays}</Text>
        </Stack>
      </Modal>
    </Card>
  );
}
