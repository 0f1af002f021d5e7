import { html } from 'lit';
import './administrators.js';
import './audit.js';
import './certificates.js';
import './overview.js';
import './people.js';
import './reading.js';
import './rooms.js';
import './sessions.js';

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
    view: (session, route) =>
      route.path.length > 0
        ? html`<sc-person .session=${session} .route=${route}></sc-person>`
        : html`<sc-people .session=${session} .route=${route}></sc-people>`,
  },
  {
    path: 'sessions',
    title: 'Sessions',
    roles: ALL,
    view: (session, route) => html`<sc-sessions .session=${session} .route=${route}></sc-sessions>`,
  },
  {
    path: 'rooms',
    title: 'Rooms',
    roles: READERS,
    view: (session, route) => html`<sc-rooms .session=${session} .route=${route}></sc-rooms>`,
  },
  {
    path: 'reading',
    title: 'Reading room',
    roles: READERS,
    view: (session, route) => html`<sc-reading .session=${session} .route=${route}></sc-reading>`,
  },
  {
    path: 'certificates',
    title: 'Certificates and lists',
    roles: READERS,
    view: (session, route) => {
      if (route.path.length === 0) return html`<sc-certificates .session=${session} .route=${route}></sc-certificates>`;
      return route.path[0] === 'lists'
        ? html`<sc-lists .session=${session} .route=${route}></sc-lists>`
        : html`<sc-certificate .session=${session} .route=${route}></sc-certificate>`;
    },
  },
  {
    path: 'audit',
    title: 'Audit log',
    roles: READERS,
    view: (session, route) => html`<sc-audit .session=${session} .route=${route}></sc-audit>`,
  },
  {
    path: 'administrators',
    title: 'Administrators',
    roles: ['administrator'],
    view: (session, route) =>
      route.path.length > 0
        ? html`<sc-administrator .session=${session} .route=${route}></sc-administrator>`
        : html`<sc-administrators .session=${session} .route=${route}></sc-administrators>`,
  },
];
