using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Perennial.Core;

namespace Perennial.Access;

/// <summary>Passwords, hashed by the framework: PBKDF2 with HMAC-SHA512 and a salt of its own for each.</summary>
static class Passwords
{
    public const int Shortest = 12;
    public const int Longest = 200;

    // What OWASP asks for with SHA-512 (Password Storage Cheat Sheet, 2023). A tenth of a second.
    const int Iterations = 210_000;

    static readonly PasswordHasher<object> hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    static readonly Lazy<string> nobodys = new(() => Hash(Secret.ForLink()));

    public static string Hash(string password) => hasher.HashPassword(password, password);

    /// <summary>Whether a password is the one of a hash, and whether the hash is weaker than one made today. Takes as
    /// long where there is no hash, so that nobody learns from the time who exists.</summary>
    public static (bool IsRight, bool IsWeak) Check(string? hash, string password)
    {
        if (password.Length > Longest) return (false, false);
        var result = hasher.VerifyHashedPassword(password, hash ?? nobodys.Value, password);
        return (hash is not null && result != PasswordVerificationResult.Failed,
            result == PasswordVerificationResult.SuccessRehashNeeded);
    }

    /// <exception cref="BadInputException">The password is easily guessed.</exception>
    public static void RefuseWeak(string password, string name, string email)
    {
        const string remedy = "Take several words that do not belong together, or let a password manager make one.";
        if (password.Length < Shortest)
            throw new BadInputException("password", $"It has fewer than {Shortest} characters.", remedy);
        if (password.Length > Longest)
            throw new BadInputException("password", $"It has more than {Longest} characters.", "Take a shorter one.");
        if (password.Distinct().Count() < 5)
            throw new BadInputException("password", "It repeats a few characters.", remedy);
        if (IsMostly(password, email) || IsMostly(password, email.Split('@')[0]) || IsMostly(password, name))
            throw new BadInputException("password", "It is your name or address.", remedy);
    }

    static bool IsMostly(string password, string known) => known.Length > 0
        && password.Contains(known, StringComparison.OrdinalIgnoreCase) && password.Length - known.Length < 8;
}
