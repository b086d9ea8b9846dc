package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.io.File;
import java.net.URI;
import java.nio.charset.Charset;

/**
 * Values that are no more than a text; the text is also what Java serialization would keep of them.
 */
final class TextSerializer extends ValueSerializer<Object> {
  enum Form {
    URI,
    FILE,
    CHARSET
  }

  private final Form form;

  TextSerializer(Form form) {
    this.form = form;
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Object value) {
    out.writeString(form == Form.CHARSET ? ((Charset) value).name() : value.toString());
  }

  @Override
  Object read(Kryo kryo, ValueInput in, Class<? extends Object> type) {
    String text = in.readString();
    return switch (form) {
      case URI -> URI.create(text);
      case FILE -> new File(text);
      case CHARSET -> Charset.forName(text);
    };
  }
}
