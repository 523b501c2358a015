namespace Perennial.Web;

/// <summary>How often somebody may ask, by the names that pages and endpoints say.</summary>
static class RateLimits
{
    /// <summary>Tries to sign in, by address: guessing is slow before any account is locked.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Requests of a program, by its key. People are not limited.</summary>
    public const string Api = "api";
}
