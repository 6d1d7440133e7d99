import type { FlowTriggerReceiveData, FlowTriggerReceiveVariables } from './generated-types.ts';
import { operation } from './operation.ts';

/** Starts the merchant's workflows. A handle without a workflow that uses it is no fault: nothing happens. */
export const flowTriggerReceive = operation<FlowTriggerReceiveVariables, FlowTriggerReceiveData>({
  name: 'FlowTriggerReceive',
  scopes: [],
  text: `mutation FlowTriggerReceive($handle: String!, $payload: JSON!) {
  flowTriggerReceive(handle: $handle, payload: $payload) {
    userErrors { field message }
  }
}`,
});
