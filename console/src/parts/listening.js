/** Has an element hear what another object tells, for as long as it is in the document. */
export class Listening {
  #target;
  #type;
  #heard;

  constructor(host, target, type, heard) {
    this.#target = target;
    this.#type = type;
    this.#heard = heard;
    host.addController(this);
  }

  hostConnected() {
    this.#target.addEventListener(this.#type, this.#heard);
  }

  hostDisconnected() {
    this.#target.removeEventListener(this.#type, this.#heard);
  }
}
