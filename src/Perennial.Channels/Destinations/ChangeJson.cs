using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Perennial.Channels.Destinations;

/// <summary>Writes bodies of requests.</summary>
static class ChangeJson
{
    static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A body of JSON.</summary>
    public static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, options)) write(json);
        return buffer.WrittenMemory;
    }

    /// <summary>A field and its value.</summary>
    public static void Field(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        Value(json, value);
    }

    /// <summary>A value: number, truth, text or null.</summary>
    public static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int whole: json.WriteNumberValue(whole); break;
            case long whole: json.WriteNumberValue(whole); break;
            case decimal number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            default: json.WriteStringValue(FieldTransforms.Text(value)); break;
        }
    }

    /// <summary>Names of segments, where there are any.</summary>
    public static void Segments(Utf8JsonWriter json, string name, IReadOnlyList<string> segments)
    {
        if (segments.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var segment in segments) json.WriteStringValue(segment);
        json.WriteEndArray();
    }
}
