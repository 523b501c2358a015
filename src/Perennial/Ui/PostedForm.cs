using Perennial.Core;

namespace Perennial.Ui;

/// <summary>What a page posted.</summary>
/// <param name="Fields">Its fields.</param>
readonly record struct PostedForm(IFormCollection Fields)
{
    const string Remedy = "Use the page, or the API below /api.";

    /// <summary>A field without the blanks around it; empty where it was left out.</summary>
    public string this[string name] => AsTyped(name).Trim();

    /// <summary>A field with its blanks, which belong to a password.</summary>
    public string AsTyped(string name) => Fields[name].ToString();

    /// <exception cref="BadInputException">It is no form, or its end is missing.</exception>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static async Task<PostedForm> Read(HttpContext http)
    {
        if (!http.Request.HasFormContentType) throw new BadInputException("form", "What was sent is no form.", Remedy);
        IFormCollection fields;
        try
        {
            fields = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadInputException("form", "The form cannot be read: it is cut off, or larger than any page's.",
                Remedy);
        }
        // No database takes it for a letter.
        if (fields.Any(field => field.Value.ToString().Contains('\0')))
            throw new BadInputException("form", "A field holds what no text has (NUL).", "Type it again.");
        return new PostedForm(fields);
    }
}
