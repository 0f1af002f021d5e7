package org.securechat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LruMapTest {

  @Test
  void forgetsWhatWasNotUsedForLongest() {
    LruMap<String, Integer> map = new LruMap<>(2);
    map.put("a", 1);
    map.put("b", 2);
    map.get("a");
    map.computeIfAbsent("c", _ -> 3);

    assertThat(map).containsOnlyKeys("a", "c");
  }
}
