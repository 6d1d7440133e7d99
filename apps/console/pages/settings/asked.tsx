/** A button for what cannot be taken back: a dialog says first what goes and what stays. */
import { useState } from 'react';
import { Button, Modal, Stack, Text } from '../../ui/ui.ts';
import { SHELL } from '../../words/shell.ts';
import { useWords } from '../console.ts';

type AskedProps = {
  readonly words: {
    readonly title: string;
    readonly goes: string;
    readonly stays: string;
    readonly yes: string;
  };
  /** Whose button it is, where there are several. */
  readonly of?: string;
  readonly onYes: () => void;
};

export function Asked({ words, of: whose, onYes }: AskedProps) {
  const shell = useWords(SHELL);
  const [isAsking, setIsAsking] = useState(false);
  const go = (): void => {
    setIsAsking(false);
    onYes();
  };
  return (
    <>
      <Button
        onPress={() => setIsAsking(true)}
        {...(whose !== undefined && { label: `${words.yes}: ${whose}` })}
      >
        {words.yes}
      </Button>
      <Modal
        title={words.title}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        closeLabel={shell.cancel}
        offer={{ label: words.yes, onPress: go }}
      >
        <Stack gap="wide">
          <Text>{words.goes}</Text>
          <Text>{words.stays}</Text>
        </Stack>
      </Modal>
    </>
  );
}
