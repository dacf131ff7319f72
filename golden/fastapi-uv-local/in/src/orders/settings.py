class Settings:
    api_prefix: str = "/api/v2"


settings = Settings()
