package org.securechat.web.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Timestamps;

/** Times as everywhere else in the system, constants in lower case, and optional values. */
final class ValueTypes extends SimpleModule {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings({"rawtypes", "unchecked"}) // Jackson names a generic type by its raw class.
  ValueTypes() {
    addSerializer(new Times());
    addDeserializer(Instant.class, new TimesBack());
    addSerializer(new Constants());
    addSerializer(new Present());
    addDeserializer(Optional.class, (JsonDeserializer) new PresentBack(null));
  }

  private static final class Times extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    Times() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(Timestamps.format(time));
    }
  }

  private static final class TimesBack extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    TimesBack() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(Instant.class, json);
      }
      try {
        return Timestamps.parse(json.getText());
      } catch (EvidenceException e) {
        return (Instant)
            context.handleWeirdStringValue(Instant.class, json.getText(), e.getMessage());
      }
    }
  }

  @SuppressWarnings("rawtypes") // The type of every enum.
  private static final class Constants extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1L;

    Constants() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum constant, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(constant.name().toLowerCase(Locale.ROOT));
    }
  }

  /** The value alone; without a value the member is left out. */
  private static final class Present extends StdSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    Present() {
      super(Optional.class, false);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Optional<?> value) {
      return value.isEmpty();
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.orElse(null), json);
    }
  }

  /** Knows the type of the value from the member that it stands for. */
  private static final class PresentBack extends StdDeserializer<Optional<?>>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    private final JavaType content;

    PresentBack(JavaType content) {
      super(Optional.class);
      this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty member) {
      return new PresentBack(context.getContextualType().containedType(0));
    }

    @Override
    public Optional<?> deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return Optional.of(context.readValue(json, content));
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
      return Optional.empty();
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return Optional.empty();
    }
  }
}
