import { html } from 'lit';
import { Page } from '../parts/page.js';

customElements.define('sc-overview', class extends Page {
  render() {
    return html`<h1>Overview</h1>`;
  }
});
