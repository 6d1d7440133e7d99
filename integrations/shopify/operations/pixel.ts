import type {
  WebPixelCreateData,
  WebPixelCreateVariables,
  WebPixelData,
  WebPixelDeleteData,
  WebPixelDeleteVariables,
  WebPixelUpdateData,
  WebPixelUpdateVariables,
  WebPixelVariables,
} from './generated-types.ts';
import { operation } from './operation.ts';

/** An app has one pixel a shop. Without one this is no empty answer but an error: "No web pixel was found for this app." */
export const webPixel = operation<WebPixelVariables, WebPixelData>({
  name: 'WebPixel',
  scopes: ['read_pixels'],
  text: `query WebPixel {
  webPixel { id settings }
}`,
});

/** The settings are checked against `[settings]` of the extension's toml: a field more or less is refused. */
export const webPixelCreate = operation<WebPixelCreateVariables, WebPixelCreateData>({
  name: 'WebPixelCreate',
  scopes: ['read_pixels', 'write_pixels', 'read_customer_events'],
  text: `mutation WebPixelCreate($settings: JSON!) {
  webPixelCreate(webPixel: { settings: $settings }) {
    webPixel { id settings }
    userErrors { code field message }
  }
}`,
});

export const webPixelUpdate = operation<WebPixelUpdateVariables, WebPixelUpdateData>({
  name: 'WebPixelUpdate',
  scopes: ['read_pixels', 'write_pixels', 'read_customer_events'],
  text: `mutation WebPixelUpdate($id: ID!, $settings: JSON!) {
  webPixelUpdate(id: $id, webPixel: { settings: $settings }) {
    webPixel { id settings }
    userErrors { code field message }
  }
}`,
});

export const webPixelDelete = operation<WebPixelDeleteVariables, WebPixelDeleteData>({
  name: 'WebPixelDelete',
  scopes: ['read_pixels', 'write_pixels'],
  text: `mutation WebPixelDelete($id: ID!) {
  webPixelDelete(id: $id) {
    deletedWebPixelId
    userErrors { code field message }
  }
}`,
});
