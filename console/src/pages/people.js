import { html } from 'lit';
import { Page } from '../parts/page.js';

customElements.define('sc-people', class extends Page {
  render() {
    return html`<h1>People</h1>`;
  }
});
