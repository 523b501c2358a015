using Perennial.Core;

namespace Perennial.Ui;

/// <summary>What a page posted.</summary>
/// <param name="Fields">Its fields.</param>
readonly record struct PostedForm(IFormCollection Fields)
{
    /// <summary>A field without the blanks around it; empty where it was left out.</summary>
    public string this[string name] => Fields[name].ToString().Trim();

    /// <exception cref="BadInputException">It is no form.</exception>
    public static async Task<PostedForm> Read(HttpContext http) => http.Request.HasFormContentType
        ? new(await http.Request.ReadFormAsync(http.RequestAborted))
        : throw new BadInputException("form", "What was sent is no form.", "Use the page, or the API below /api.");
}
