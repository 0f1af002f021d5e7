/** Something that a person has chosen and that cannot be. The message says what to do instead. */
export class Choice extends Error {
  name = 'Choice';
  errors = [];
}
