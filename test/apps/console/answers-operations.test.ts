/** What the pages of privacy, installation and settings take answers to be is what the server writes. */
import { expectTypeOf, it } from 'vitest';
import type { InstallationAnswer } from '../../../apps/console/api/answers/installation.ts';
import type {
  DeadLetterAnswer,
  MailAnswer,
  WebhookAnswer,
  WriteBackAnswer,
} from '../../../apps/console/api/answers/outgoing.ts';
import type {
  AuditAnswer,
  HeldAnswer,
  ProofAnswer,
  ReceiptAnswer,
  RetentionAnswer,
} from '../../../apps/console/api/answers/privacy.ts';
import type { RetentionView } from '../../../apps/server/retention-run.ts';
import type { AuditAnswer as AuditWritten } from '../../../apps/server/routes/audit.ts';
import type { InstallationAnswer as InstallationWritten } from '../../../apps/server/routes/installation.ts';
import type {
  HeldAnswer as HeldWritten,
  ProofAnswer as ProofWritten,
} from '../../../apps/server/routes/promises.ts';
import type { WriteBackView } from '../../../apps/server/write-back-view.ts';
import type { Receipt } from '../../../core/privacy/receipt.ts';
import type { MailSettings } from '../../../integrations/email/mail-settings.ts';
import type { DeadLetterView, EndpointState } from '../../../integrations/webhook/webhooks.ts';

it('reads what is held, its terms and its proof as the server writes them', () => {
  expectTypeOf<HeldWritten>().toExtend<HeldAnswer>();
  expectTypeOf<ProofWritten>().toExtend<ProofAnswer>();
  expectTypeOf<RetentionView>().toExtend<RetentionAnswer>();
  expectTypeOf<Receipt>().toExtend<ReceiptAnswer>();
  expectTypeOf<AuditWritten>().toExtend<AuditAnswer>();
});

it('reads an installation as the server writes it', () => {
  expectTypeOf<InstallationWritten>().toExtend<InstallationAnswer>();
});

it('reads webhooks, Segment and mail as the server writes them', () => {
  expectTypeOf<WriteBackView>().toExtend<WriteBackAnswer>();
  expectTypeOf<DeadLetterView>().toExtend<DeadLetterAnswer>();
  expectTypeOf<Omit<EndpointState, 'counts' | 'stopped'> & EndpointState['counts']>().toExtend<
    Omit<WebhookAnswer, 'state' | 'stopped'>
  >();
  expectTypeOf<MailSettings>().toExtend<Omit<MailAnswer, 'services' | 'canSend' | 'lacks'>>();
});
