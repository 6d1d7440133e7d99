/** Finds one visitor by what the shop knows of them. What is typed goes into the body of one request and nowhere else. */
import { useState } from 'react';
import { Banner, Button, Field, Inline, Select, Stack, Text } from '../ui/ui.ts';
import { LOOKUP } from '../words/lookup.ts';
import { useConsole, useFaultWords, useWords } from './console.ts';

const KINDS = ['userId', 'email', 'visitor'] as const;
type Kind = (typeof KINDS)[number];

type VisitorLookupProps = { readonly onFound: (visitor: string | null) => void };

/** @example <VisitorLookup onFound={setVisitor} /> */
export function VisitorLookup({ onFound }: VisitorLookupProps) {
  const { api } = useConsole();
  const words = useWords(LOOKUP);
  const wordFault = useFaultWords();
  const [kind, setKind] = useState<Kind>('userId');
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const find = async (): Promise<void> => {
    setFault(null);
    onFound(null);
    // An id of our own is no identifier: whoever has it asks with it.
    if (kind === 'visitor') return onFound(text.trim());
    setIsBusy(true);
    const answer = await api.send<{ readonly visitor: string }>('POST', '/v1/visitors/lookup', {
      [kind]: text.trim(),
    });
    setIsBusy(false);
    if (answer.ok) onFound(answer.value.visitor);
    else setFault(answer.fault.kind === 'refused' ? words.nobody : wordFault(answer.fault));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <Stack>
        <Text look="quiet">{words.text}</Text>
        <Select
          label={words.kind}
          value={kind}
          options={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
          onChange={(value) => setKind(KINDS.find((known) => known === value) ?? 'userId')}
        />
        <Field label={words.field} value={text} onChange={setText} />
        <Inline>
          <Button onPress={() => void find()} isBusy={isBusy} isDisabled={text.trim() === ''}>
            {words.find}
          </Button>
        </Inline>
        {fault !== null && <Banner tone="info" title={fault} />}
      </Stack>
    </form>
  );
}
