package io.jenkins.plugins.iac.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.model.Trust;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/** The domain's scalar values as the strings in which they stand everywhere: {@code sha256:...}, ISO 8601, ids. */
final class DomainModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    DomainModule() {
        super("iac-runners");
        scalar(Sha256.class, Sha256::parse);
        scalar(StackId.class, StackId::new);
        scalar(Instant.class, Instant::parse);
        scalar(Duration.class, Duration::parse);
        scalar(Operation.class, text -> Operation.of(text).orElseThrow());
        scalar(ChangeKind.class, text -> ChangeKind.of(text).orElseThrow());
        scalar(Trust.class, text -> Trust.of(text).orElseThrow());
        scalar(SourceKind.class, SourceKind::of);
        scalar(Trigger.class, Trigger::of);
        addKeySerializer(ChangeKind.class, new JsonSerializer<>() {
            @Override
            public void serialize(ChangeKind kind, JsonGenerator generator, SerializerProvider provider)
                    throws IOException {
                generator.writeFieldName(kind.id());
            }
        });
        scalar(Tri.class, text -> Tri.valueOf(text.toUpperCase(Locale.ROOT)));
    }

    private <T> void scalar(Class<T> type, Function<String, T> reader) {
        addSerializer(type, ToStringSerializer.instance);
        addDeserializer(type, new FromText<>(type, reader));
    }

    private static final class FromText<T> extends FromStringDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> reader;

        FromText(Class<T> type, Function<String, T> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return super.deserialize(parser, context);
        }

        @Override
        @SuppressWarnings("unchecked")
        protected T _deserialize(String text, DeserializationContext context) throws IOException {
            try {
                return reader.apply(text);
            } catch (RuntimeException e) {
                return (T) context.handleWeirdStringValue(handledType(), text, "not a value of the domain");
            }
        }
    }
}
