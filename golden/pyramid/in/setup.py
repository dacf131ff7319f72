from setuptools import find_packages, setup

setup(
    name="quarry",
    version="1.0",
    packages=find_packages(),
    install_requires=["pyramid==2.0.2", "setuptools<81", "waitress==3.0.2"],
    entry_points={"paste.app_factory": ["main = quarry:main"]},
)
