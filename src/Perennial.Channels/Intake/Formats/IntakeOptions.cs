using System.Text;
using Perennial.Channels.Intake.Values;
using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Shards;

namespace Perennial.Channels.Intake.Formats;

/// <summary>How a file is to be read. What is null is detected, and shown in the report.</summary>
public sealed record IntakeOptions
{
    /// <summary>Name of a format (<see cref="FileIntake.FormatNames"/>).</summary>
    public string? Format { get; init; }

    /// <summary>Which column holds what: target, or <c>attributes.NAME</c>, to column name, or to "#3" for the third
    /// column (see <see cref="ParseMap"/>).</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>How dates are written; see <see cref="DateStyles.Parse"/>.</summary>
    public DateStyle? DateFormat { get; init; }

    /// <summary>The decimal mark of amounts.</summary>
    public DecimalMark? Decimal { get; init; }

    /// <summary>What stands between fields.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Encoding of the file.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The shop's calendar: dates without an offset are read on its clock.</summary>
    public ShopCalendar Calendar { get; init; } = ShopCalendar.Utc;

    /// <summary>How telephone numbers are read.</summary>
    public DialPlan Phones { get; init; } = DialPlan.Anywhere;

    /// <summary>The attributes that the shop keeps of its customers: columns of their names are read.</summary>
    public AttributeSet Attributes { get; init; } = AttributeSet.Everywhere;

    /// <summary>By what it is decided whose a key is: one of several people says who somebody is where no other key
    /// stands beside it.</summary>
    public KeyRules Keys { get; init; } = new();

    /// <summary>The present: an order after it is rejected.</summary>
    public required Instant Now { get; init; }

    /// <summary>More rejected rows than this share of the file stop the import; 0..1.</summary>
    public double MaxRejectShare { get; init; } = 0.05;

    /// <summary>Where rejected rows are written; null for beside the file read; "none" only to count them.</summary>
    public string? RejectsPath { get; init; }

    /// <summary>The shop's currency as ISO 4217 code: a file that names another is an error.</summary>
    public string? Currency { get; init; }

    /// <summary>What to call the system the file comes from, where two number their orders alike.</summary>
    public string? Source { get; init; }

    /// <summary>Reads <c>--map order_id=Rechnung,total=Summe</c>. A comma inside a column's name is doubled.</summary>
    /// <exception cref="BadInputException">A part is not target=column, or names no target.</exception>
    public static IReadOnlyDictionary<string, string> ParseMap(string text)
    {
        var map = new Dictionary<string, string>();
        foreach (var part in text.Replace(",,", "\0", StringComparison.Ordinal).Split(','))
        {
            if (part.Trim().Length == 0) continue;
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || at == part.Length - 1)
                throw new BadInputException(
                    "--map", $"'{part}' is not target=column.", "Write e.g. --map order_id=Number,total=Sum.");
            var name = part[..at].Trim();
            if (!map.TryAdd(Targets.Named(name), part[(at + 1)..].Trim().Replace('\0', ',')))
                throw new BadInputException("--map", $"'{name}' is mapped twice.", "Map it once.");
        }
        return map;
    }
}

/// <summary>How far reading has come.</summary>
/// <param name="BytesRead">Bytes of the file read, as it stands on disk.</param>
/// <param name="TotalBytes">Bytes of the file; null where unknown.</param>
/// <param name="Rows">Rows read.</param>
public readonly record struct IntakeProgress(long BytesRead, long? TotalBytes, long Rows);
