import { html } from 'lit';
import './overview.js';
import './people.js';

const ALL = ['administrator', 'auditor', 'operator'];
const READERS = ['administrator', 'auditor'];

/** Where one comes first after login. */
export const START = { administrator: 'overview', auditor: 'overview', operator: 'overview' };

/** The places of the console, in the order of the menu. */
export const PAGES = [
  {
    path: 'overview',
    title: 'Overview',
    roles: ALL,
    view: (session, route) => html`<sc-overview .session=${session} .route=${route}></sc-overview>`,
  },
  {
    path: 'people',
    title: 'People',
    roles: READERS,
    view: (session, route) => html`<sc-people .session=${session} .route=${route}></sc-people>`,
  },
];
