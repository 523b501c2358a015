using System.Text;

namespace Perennial.Channels.Files;

/// <summary>How a file is written: what was detected, or asked for.</summary>
/// <param name="Encoding">Encoding of the text.</param>
/// <param name="Delimiter">What stands between fields; <see cref="CsvOptions.Blanks"/> for runs of blanks.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
/// <param name="Gzip">Whether the file is compressed.</param>
public sealed record CsvFormat(Encoding Encoding, char Delimiter, bool HasHeader, bool Gzip)
{
    /// <summary>The delimiter in words: "comma", "semicolon", "tab", …</summary>
    public string DelimiterName => Delimiter switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "bar",
        CsvOptions.Blanks => "blanks",
        _ => $"'{Delimiter}'",
    };

    /// <summary>For people: "UTF-8, separated by semicolon, with header, gzip".</summary>
    public override string ToString() =>
        $"{Encoding.WebName.ToUpperInvariant()}, separated by {DelimiterName}, "
        + (HasHeader ? "with header" : "without header") + (Gzip ? ", gzip" : "");
}
