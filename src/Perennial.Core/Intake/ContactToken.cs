using System.Globalization;
using Perennial.Core.History;

namespace Perennial.Core.Intake;

/// <summary>
/// What a contact gives its provider to bring back with every response: whose it is, and which it is. Sent as the
/// custom argument <see cref="ArgumentName"/>; holds no personal data.
/// </summary>
/// <param name="Customer">Who was contacted.</param>
/// <param name="Contact">The contact.</param>
public readonly record struct ContactToken(CustomerId Customer, FactId Contact)
{
    /// <summary>The name under which providers carry it: custom argument, variable, metadata, tag.</summary>
    public const string ArgumentName = "perennial_contact";

    const int IdLength = 32;

    /// <summary>Reads what <see cref="ToString"/> wrote; false if the text is anything else, null included.</summary>
    public static bool TryParse(string? text, out ContactToken token)
    {
        token = default;
        if (text is not { Length: (2 * IdLength) + 1 } || text[IdLength] != '.') return false;
        if (!CustomerId.TryParse(text[..IdLength], out var customer)) return false;
        if (!UInt128.TryParse(text.AsSpan(IdLength + 1), NumberStyles.AllowHexSpecifier, null, out var contact))
            return false;
        token = new ContactToken(customer, new FactId(contact));
        return true;
    }

    /// <summary>Both ids as 32 lower-case hexadecimal digits with a point between: letters that every provider
    /// lets pass, Amazon's message tags included.</summary>
    public override string ToString() => $"{Customer}.{Contact.Value:x32}";
}
