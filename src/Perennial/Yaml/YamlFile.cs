using System.Text;
using Perennial.Core;

namespace Perennial.Yaml;

/// <summary>Reads files for <see cref="YamlReader"/>.</summary>
static class YamlFile
{
    static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A file's text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="missing">What to do where there is none.</param>
    /// <exception cref="BadInputException">There is no such file; it is too large; it is no text.</exception>
    public static string Text(string path, string missing)
    {
        if (!File.Exists(path)) throw new BadInputException(path, "There is no such file.", missing);
        var bytes = Bytes(path);
        try
        {
            return new StreamReader(new MemoryStream(bytes), strict).ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            var (line, column) = FirstWrong(bytes);
            throw new YamlSource(path, "").Wrong(line, column, "", "This is no text in UTF-8.",
                "Save the file as UTF-8; what is no text cannot be read.");
        }
    }

    // Whatever the file says of its length, and what says nothing of it: a pipe, or a file that grows.
    static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[YamlReader.MostBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length < bytes.Length ? bytes[..length] : throw TooLarge(new YamlSource(path, ""));
    }

    /// <summary>What is said of a text that is too large.</summary>
    public static BadInputException TooLarge(YamlSource source) => source.Wrong(1, 1, "",
        $"It is larger than {YamlReader.MostBytes / 1024 / 1024} MB.", "Cut it into several files.");

    static (int Line, int Column) FirstWrong(ReadOnlySpan<byte> bytes)
    {
        var (line, column) = (1, 1);
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + rune.Utf16SequenceLength);
            bytes = bytes[length..];
        }
        return (line, column);
    }
}
